package ops;

import org.apache.camel.builder.RouteBuilder;

/** Works off bulk replays and discards of dead letters, at the pace of their destinations. Owner: integration platform. */
public class DeadLetterJobs extends RouteBuilder {

    @Override
    public void configure() {
        from("timer:dead-letter-jobs?period={{hub.ops.dead-letter-jobs-period}}")
            .routeId("dead-letter-jobs-run")
            .routeGroup("ops")
            .routeDescription("Letters of bulk actions -> hub.deliveries.<destination>, or discarded")
            .routeConfigurationId("hub-ops")
            .bean("deadLetterJobRunner", "run");

        from("timer:dead-letter-jobs-forget?delay=60000&period={{hub.ops.retention-period}}")
            .routeId("dead-letter-jobs-forget")
            .routeGroup("ops")
            .routeDescription("Forgets bulk actions that ended longer ago than hub.dead-letters.jobs.keep")
            .routeConfigurationId("hub-ops")
            .bean("deadLetterJobs", "forget");
    }
}
