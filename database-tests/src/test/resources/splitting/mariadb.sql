# a comment; with a semicolon and 'half a quote
-- another; one
CREATE TABLE t (n INT PRIMARY KEY, s TEXT);
INSERT INTO t VALUES (1, 'a;b''c'), (2, 'it\'s ; \\'), (3, "dou;ble \" ""quote");
/* a comment; 'half */ INSERT INTO t VALUES (4, CONCAT(5--3, ';'));
CREATE TABLE `we;ird ``name` (a$b INT); INSERT INTO `we;ird ``name` VALUES (5);
/*!50001 INSERT INTO t SELECT a$b, 'exe;cuted' FROM `we;ird ``name` */;
INSERT INTO t VALUES (6, /*!99999 'never;', */ 'plain') /* the end; */;
DELIMITER //
CREATE PROCEDURE p(IN x INT) BEGIN
  IF x > 0 THEN INSERT INTO t VALUES (x, 'pro;cedure'); END IF;
END//
CREATE TRIGGER g AFTER INSERT ON `we;ird ``name` FOR EACH ROW
BEGIN INSERT INTO t VALUES (8, 'trigger'); INSERT INTO t VALUES (9, '//'); END //
DELIMITER ;
CALL p(7);
INSERT INTO `we;ird ``name` VALUES (0);
delimiter $$
INSERT INTO t VALUES (10, 'x;$$y')$$ INSERT INTO t VALUES (11, 'last')$$
