CREATE TABLE person (
    id INT AUTO_INCREMENT PRIMARY KEY,
    name VARCHAR(50) NOT NULL DEFAULT 'x' COMMENT 'of the person',
    up VARCHAR(50) GENERATED ALWAYS AS (upper(name)) STORED,
    born DATE,
    state ENUM ('new', 'old'),
    at TIMESTAMP NOT NULL DEFAULT current_timestamp() ON UPDATE current_timestamp(),
    CONSTRAINT grown CHECK (born < '2020-01-01'),
    UNIQUE KEY person_name (name),
    KEY person_born (born, state)
) COMMENT 'people';
CREATE TABLE item (
    id BIGINT PRIMARY KEY,
    person INT NOT NULL,
    cost DECIMAL(10, 2),
    CONSTRAINT of_person FOREIGN KEY (person) REFERENCES person (id) ON DELETE CASCADE
);
CREATE VIEW names AS SELECT name, born FROM person WHERE id > 0;
CREATE SEQUENCE numbers INCREMENT 2;
CREATE TRIGGER told BEFORE UPDATE ON person FOR EACH ROW SET NEW.born = OLD.born;
CREATE FUNCTION twice(n INT) RETURNS INT DETERMINISTIC RETURN 2 * n;
CREATE PROCEDURE cleared() DELETE FROM item;
