CREATE TABLE customer (id INT AUTO_INCREMENT PRIMARY KEY, name VARCHAR(80) CHARACTER SET utf8mb4 NOT NULL DEFAULT 'it''s; "none"', photo BLOB, st ENUM('draft','it''s live','x\\y'), tags SET('a','b'), b BIT(9), at TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP, j JSON, g POINT, up VARCHAR(100) AS (UPPER(name)) STORED, d DOUBLE, `odd;na'me``$x` TEXT, UNIQUE KEY n (name(20)), FULLTEXT KEY ft (name)) ENGINE=InnoDB COMMENT='people; who "buy" -- it''s /* fine' DEFAULT CHARSET=utf8mb4 AUTO_INCREMENT=501;
CREATE TABLE orders (id INT PRIMARY KEY, customer_id INT, at DATE, total DECIMAL(10,2) CHECK (total >= 0)) ENGINE=InnoDB PARTITION BY RANGE (id) (PARTITION p0 VALUES LESS THAN (10), PARTITION p1 VALUES LESS THAN MAXVALUE);
CREATE TABLE child (id INT PRIMARY KEY, customer_id INT, CONSTRAINT fk FOREIGN KEY (customer_id) REFERENCES customer (id) ON DELETE CASCADE) ENGINE=InnoDB;
CREATE TABLE my (id INT, t TEXT) ENGINE=MyISAM;
CREATE TABLE empty_one (id INT) ENGINE=InnoDB;
CREATE SEQUENCE s START WITH 42 INCREMENT BY 7;
INSERT INTO customer (name, photo, st, tags, b, at, j, g, d, `odd;na'me``$x`) VALUES ('tab\there', x'00ff5c2e0a1a27', 'it''s live', 'a,b', b'101000001', '2020-01-01 00:00:00', '{"a": "x\\ny;"}', POINT(1,2), 1e-300, 'x'), ('line\nbreak\r\nand \\ back', NULL, NULL, '', NULL, '2020-02-01 12:00:00', NULL, NULL, NULL, '\\.'), ('Grüße 価格 😀 -- no; /* no */ # no', '', 'x\\y', NULL, b'0', '2021-06-01', '[]', NULL, -0.1, '$$ ;; //');
INSERT INTO orders VALUES (1, 501, '2020-01-01', 3.5), (12, 502, '2020-01-02', 0);
INSERT INTO child VALUES (1, 501), (2, 503);
INSERT INTO my VALUES (1, 'it''s'), (2, NULL);
SELECT NEXT VALUE FOR s;
DELIMITER ;;
CREATE TRIGGER tr BEFORE UPDATE ON customer FOR EACH ROW
BEGIN
  -- don't; let it
  IF NEW.d < 0 THEN SET NEW.d = 0; # "free
  END IF;
END ;;
CREATE TRIGGER tr2 AFTER INSERT ON orders FOR EACH ROW INSERT INTO empty_one VALUES (NEW.id) ;;
CREATE PROCEDURE p(IN n INT) COMMENT 'it''s; p' BEGIN DECLARE i INT DEFAULT 0; l: WHILE i < n DO SET i = i + 1; IF i = 3 THEN LEAVE l; END IF; END WHILE; SELECT ';;', "x'y"; END ;;
CREATE FUNCTION f(a INT) RETURNS INT DETERMINISTIC RETURN CASE WHEN a > 1 THEN a * 2 ELSE 0 END ;;
CREATE EVENT ev ON SCHEDULE EVERY 1 DAY DISABLE DO BEGIN DELETE FROM my WHERE t = 'gone; '; DELETE FROM my WHERE id < 0; END ;;
DELIMITER ;
CREATE VIEW v1 AS SELECT name, f(id) AS f FROM customer;
CREATE VIEW v0 AS SELECT * FROM v1 WHERE name LIKE '%;%';
