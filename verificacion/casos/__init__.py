"""Use cases: one public function, one transaction (the caller commits), one log entry."""
