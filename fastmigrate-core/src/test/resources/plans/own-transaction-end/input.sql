begin immediate transaction;
CREATE TABLE a (x);
end transaction;