INSERT INTO genre (name) VALUES ('jazz');
INSERT INTO genre (name, colour) VALUES ('blues', '#0000ff');
