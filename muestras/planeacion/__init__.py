"""The capacity planner: how many people, from when, so that an acta waits little (``actario planear``)."""
