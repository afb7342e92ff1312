package io.fastmigrate.spring.applications;

import jakarta.annotation.PostConstruct;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.annotation.Bean;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.session.Session;
import org.springframework.session.SessionRepository;
import org.springframework.stereotype.Component;

/** Spring Data JPA, jOOQ, Quartz, Batch and Session in the database, beans that query while they are made, a runner. */
@SpringBootApplication
class UsualApplication {

    private static final String COUNT = "SELECT count(*) FROM tag";

    @Bean
    ApplicationRunner second(JdbcClient jdbc, Notes notes, AsksWhileItIsMade first, KeepsThingsInTheDatabase other) {
        return arguments -> notes.met("the runner", count(jdbc));
    }

    private static long count(JdbcClient jdbc) {
        return jdbc.sql(COUNT).query(Long.class).single();
    }

    @Component
    static class AsksWhileItIsMade {

        private final JdbcClient jdbc;
        private final Notes notes;

        AsksWhileItIsMade(JdbcClient jdbc, Notes notes) {
            this.jdbc = jdbc;
            this.notes = notes;
        }

        @PostConstruct
        void ask() {
            notes.met("@PostConstruct", count(jdbc));
        }

        @EventListener(ApplicationReadyEvent.class)
        void askWhenReady() {
            notes.met("ApplicationReadyEvent", count(jdbc));
        }
    }

    /** Asks each library, while it is made, for something of the tables that the library needs. */
    @Component
    static class KeepsThingsInTheDatabase {

        private final Tags tags;
        private final Scheduler scheduler;
        private final JobRepository jobs;
        private final DSLContext jooq;
        private final SessionRepository<? extends Session> sessions;
        private final Notes notes;

        KeepsThingsInTheDatabase(
                Tags tags,
                Scheduler scheduler,
                JobRepository jobs,
                DSLContext jooq,
                SessionRepository<? extends Session> sessions,
                Notes notes) {
            this.tags = tags;
            this.scheduler = scheduler;
            this.jobs = jobs;
            this.jooq = jooq;
            this.sessions = sessions;
            this.notes = notes;
        }

        @PostConstruct
        void ask() throws SchedulerException {
            notes.met("Spring Data JPA", tags.count());
            notes.met("Quartz", 1L + scheduler.getJobGroupNames().size());
            notes.met("Batch", 1L + jobs.getJobNames().size());
            notes.met("jOOQ", jooq.fetchCount(DSL.table("tag")));
            notes.met("Session", sessions.findById("nobody's") == null ? 1 : 0);
        }
    }
}
