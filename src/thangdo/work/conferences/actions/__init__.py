"""What officers do in a conference: one function per act. Each checks right and state, appends, projects."""
