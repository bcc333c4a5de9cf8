"""What more may be said in a report: everything is optional."""
