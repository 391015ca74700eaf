package com.versaai.hub.storage;

import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * How much the embedded database may hold ({@code hub.database.*}). PostgreSQL is kept to an age only
 * ({@code hub.delivery.history}): its tables do not shrink when rows are deleted.
 *
 * @param maxSize the file is kept near this, by forgetting the oldest settled history; 0 = no limit
 * @param keep    what is younger is never forgotten for its size, because duplicates are recognised by it
 */
@Validated
@ConfigurationProperties("hub.database")
public record DatabaseSettings(@NotNull @DefaultValue("4GB") DataSize maxSize, @NotNull @DefaultValue("72h") Duration keep) {

    /** Of a file that is compacted while it is written to, so much is rows at least; the rest is superseded pages and holes. */
    private static final double ROWS = 0.4;

    /** Bytes that the rows alone may take. */
    public long maxRows() {
        return maxSize.toBytes() == 0 ? Long.MAX_VALUE : (long) (maxSize.toBytes() * ROWS);
    }
}
