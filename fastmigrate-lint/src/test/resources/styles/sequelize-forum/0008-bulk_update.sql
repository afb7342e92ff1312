UPDATE `Threads` SET `views`=0,`score`=`views` / 2.0 WHERE `deletedAt` IS NULL;
UPDATE `Threads` SET `title`=trim(`title`), `score`=coalesce(`score`, 0);
