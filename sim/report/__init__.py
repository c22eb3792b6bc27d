"""Tables, maps, the HTML report and GIS files."""
