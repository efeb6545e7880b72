"""Tables, charts and workbooks from templates: plain data in, bytes out."""
