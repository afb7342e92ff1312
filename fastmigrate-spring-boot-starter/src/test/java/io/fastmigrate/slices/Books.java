package io.fastmigrate.slices;

import org.springframework.data.repository.ListCrudRepository;

interface Books extends ListCrudRepository<Book, Long> {}
