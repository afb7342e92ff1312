-- nothing
/* here
 either */
--