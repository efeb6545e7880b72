"""The one reader of files that people send: workbooks and Word templates, in a process with bounds."""
