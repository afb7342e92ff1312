DROP TABLE "library_reader_favourites";
