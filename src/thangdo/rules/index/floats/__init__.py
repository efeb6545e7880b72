"""The float path: the same edition on whole arrays at once, for simulation. Official results never use it."""
