"""Online conferences: sites, roll call, agenda, remarks, minutes, conclusions."""
