PRAGMA recursive_triggers = ON;
INSERT INTO a VALUES (1);
