package io.fastmigrate.spring.applications;

import org.springframework.data.jpa.repository.JpaRepository;

interface Tags extends JpaRepository<Tag, Integer> {}
