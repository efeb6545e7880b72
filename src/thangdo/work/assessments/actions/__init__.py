"""What officers do in a campaign: one function per act. Each checks right and state, appends, projects."""
