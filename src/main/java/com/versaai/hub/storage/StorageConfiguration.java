package com.versaai.hub.storage;

import com.versaai.hub.engine.BusProperties;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.springframework.boot.autoconfigure.jdbc.JdbcConnectionDetails;
import org.springframework.boot.availability.ApplicationAvailability;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class StorageConfiguration {

    @Bean
    DatabaseFile databaseFile(DataSource database, JdbcConnectionDetails details) {
        return DatabaseFile.of(database, details.getJdbcUrl());
    }

    /** Of a cluster's node nothing is watched: what it keeps, Kafka and PostgreSQL keep elsewhere. */
    @Bean
    DiskWatch storageDisk(DiskSettings settings, DatabaseFile file, BusProperties bus) {
        List<Path> folders = new ArrayList<>();
        if (file.exists()) {
            folders.add(file.folder());
        }
        if (bus.embedded().enabled()) {
            folders.add(bus.embedded().dataDir().toAbsolutePath().normalize());
        }
        return new DiskWatch(settings, folders);
    }

    @Bean(destroyMethod = "close")
    Upkeep upkeep(DatabaseFile database, DiskWatch disk, DiskSettings settings, BusProperties bus, ApplicationContext context,
            ApplicationAvailability availability, MeterRegistry meters) {
        Path busLog = bus.embedded().enabled() ? bus.embedded().dataDir().toAbsolutePath() : null;
        Upkeep upkeep = new Upkeep(database, disk, busLog, settings.look(), context, availability);
        if (database.exists() || busLog != null) {
            Gauge.builder("hub.disk.free.bytes", disk, DiskWatch::free).description("Free under the embedded engines").register(meters);
        }
        if (database.exists()) {
            Gauge.builder("hub.database.bytes", database, DatabaseFile::size).description("The database's file").register(meters);
            Gauge.builder("hub.database.rows.bytes", database, DatabaseFile::rows).description("Rows and indexes in it").register(meters);
        }
        if (busLog != null) {
            Gauge.builder("hub.bus.bytes", upkeep, Upkeep::busBytes).description("The embedded broker's log").register(meters);
        }
        return upkeep;
    }
}
