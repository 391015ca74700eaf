import com.versaai.hub.delivery.attempt.AttemptFailedException;
import com.versaai.hub.delivery.record.ClaimedElsewhereException;
import com.versaai.hub.delivery.attempt.DeliveryFailedException;
import com.versaai.hub.delivery.attempt.DeliveryWaitsException;
import com.versaai.hub.delivery.attempt.UnreadableDeliveryException;
import com.versaai.hub.engine.StoppingException;
import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import org.apache.camel.builder.RouteConfigurationBuilder;
import org.apache.kafka.common.errors.RetriableException;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.dao.TransientDataAccessException;

/** The one error policy: what every kind of route does when something fails. Each route names its kind. */
public class ErrorPolicy extends RouteConfigurationBuilder {

    @Override
    public void configuration() {
        // Endpoints: the caller gets a problem answer and tries again itself; nothing is repeated here.
        routeConfiguration("hub-request")
            .onException(Exception.class)
                .handled(true)
                .logExhausted(false).logHandled(false)
                .bean("problems", "write")
            .end();

        // A part of an endpoint's route: its caller's policy answers.
        routeConfiguration("hub-caller")
            .onException(Exception.class).handled(false)
                .logExhausted(false).logHandled(false)
                .logStackTrace(false).logExhaustedMessageHistory(false)
            .end();

        // One attempt at a language model: judged, and the chain goes on (api/ChatCompletions.java).
        routeConfiguration("hub-chat")
            .onException(Exception.class)
                .continued(true)
                .logExhausted(false).logHandled(false).logContinued(false)
                .bean("chat", "failed")
            .end();

        // A question to a CRM that somebody waits for: judged, and the route that asked says so (api/CrmApi.java).
        routeConfiguration("hub-lookup")
            .onException(Exception.class)
                .continued(true)
                .logExhausted(false).logHandled(false).logContinued(false)
                .bean("contactLookups", "failed")
            .end();

        // A call that somebody waits for (api/SlackApi.java): judged, and the route that asked says what came of it.
        routeConfiguration("hub-direct")
            .onException(Exception.class)
                .continued(true)
                .logExhausted(false).logHandled(false).logContinued(false)
                .bean("directMessages", "failed")
            .end();

        // A probe of an AI provider: that it can fail is what it is for (ops/AiProbe.java).
        routeConfiguration("hub-probe")
            .onException(Exception.class)
                .handled(true)
                .logExhausted(false).logHandled(false)
                .bean("aiProbes", "failed")
            .end();

        // Inbox: what cannot be mapped is kept as a dead letter, so that the next request is not held up.
        routeConfiguration("hub-map")
            .onException(DataAccessException.class).handled(false)
                .redeliveryPolicyRef("whileDatabaseIsAway")
            .end()
            .onException(Exception.class).onWhen(method("inbox", "isFetching"))
                .retryWhile(method("inbox", "readsAgain"))
                .onRedeliveryRef("beforeNextRead")
                .redeliveryPolicyRef("whileObjectIsUnread")
                .handled(true)
                .bean("inbox", "keep")
                .process("acknowledge")
            .end()
            .onException(Exception.class).onWhen(method("inbox", "ofMapping"))
                .handled(true)
                .logExhausted(false).logHandled(false)
                .bean("inbox", "keep")
                .process("acknowledge")
            .end();

        // Subscribers: they only compute, so a failure is a mistake in a route or mapping. The event is kept as a dead letter.
        routeConfiguration("hub-events")
            // Kafka or the database is away: nothing is wrong with the event, it is read again.
            .onException(DataAccessResourceFailureException.class, TransientDataAccessException.class).handled(false)
                .redeliveryPolicyRef("whileDatabaseIsAway")
            .end()
            .onException(RetriableException.class).handled(false)
                .logStackTrace(false).logExhaustedMessageHistory(false)
            .end()
            .onException(Exception.class)
                .handled(true)
                .logExhausted(false).logHandled(false)
                .bean("routingFailures", "keep")
                .process("acknowledge")
            .end();

        // A delivery: see delivery/DeliveryTemplate.java.
        routeConfiguration("hub-delivery")
            // Another pass or an operator was or is faster: what they write stays, the record is read again and finds it.
            .onException(OptimisticLockingFailureException.class, DuplicateKeyException.class)
                .handled(true)
                .logExhausted(false).logHandled(false)
            .end()
            .onException(ClaimedElsewhereException.class)
                .handled(true)
                .logExhausted(false).logHandled(false)
            .end()
            // The database is away: what was not recorded is not acknowledged, the record is read again.
            .onException(DataAccessException.class).handled(false)
                .redeliveryPolicyRef("whileDatabaseIsAway")
            .end()
            // Not yet: the circuit is open, no rate permit became free, or the hub stops. The delivery stays in its queue. One by one:
            // of three classes in one onException with a step Camel 4.17 does not find the third.
            .onException(CallNotPermittedException.class)
                .handled(true)
                .logExhausted(false).logHandled(false)
                .bean("outcomes", "waits")
            .end()
            .onException(DeliveryWaitsException.class)
                .handled(true)
                .logExhausted(false).logHandled(false)
                .bean("outcomes", "waits")
            .end()
            .onException(StoppingException.class)
                .handled(true)
                .logExhausted(false).logHandled(false)
                .bean("outcomes", "waits")
            .end()
            .onException(UnreadableDeliveryException.class)
                .handled(true)
                .logExhausted(false).logHandled(false)
                .bean("unreadableDeliveries", "keep")
                .process("acknowledge")
            .end()
            // The provider failed, and the fault allows another attempt in place. Without a step of its own: Camel would keep
            // that for whatever stops the next attempt.
            .onException(AttemptFailedException.class)
                .retryWhile(constant(true))
                .redeliveryPolicyRef("inPlace")
                .handled(true)
            .end()
            // The provider failed for good, or for longer than it is waited for in place: dead letter, or parked.
            .onException(DeliveryFailedException.class)
                .handled(true)
                .logExhausted(false).logHandled(false)
                .to("direct:delivery-failed")
            .end();

        // Timers: the next tick is the repetition; what every tick says is said once a minute.
        routeConfiguration("hub-ops")
            .onException(Exception.class)
                .handled(true)
                .logExhaustedMessageHistory(false).logStackTrace(false)
                .bean("tickFailures", "tell(${exchange}, 'is tried again at the next tick')")
            .end();
    }
}
