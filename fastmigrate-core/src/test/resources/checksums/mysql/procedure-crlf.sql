DELIMITER //
CREATE PROCEDURE fill()
BEGIN
  INSERT INTO t VALUES (1, 'a
b'); # one
END //
DELIMITER ;
CALL fill();
