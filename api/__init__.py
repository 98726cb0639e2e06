"""HTTP and pages."""
