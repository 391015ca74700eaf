package com.versaai.hub.lint;

import com.versaai.hub.lint.Endpoint.Direction;
import com.versaai.hub.lint.Route.Mention;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.camel.NamedNode;
import org.apache.camel.model.BeanDefinition;
import org.apache.camel.model.ChoiceDefinition;
import org.apache.camel.model.CircuitBreakerDefinition;
import org.apache.camel.model.DynamicRouterDefinition;
import org.apache.camel.model.EnrichDefinition;
import org.apache.camel.model.ExpressionNode;
import org.apache.camel.model.IdempotentConsumerDefinition;
import org.apache.camel.model.KameletDefinition;
import org.apache.camel.model.OnExceptionDefinition;
import org.apache.camel.model.PollDefinition;
import org.apache.camel.model.PollEnrichDefinition;
import org.apache.camel.model.ProcessDefinition;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.RecipientListDefinition;
import org.apache.camel.model.RoutingSlipDefinition;
import org.apache.camel.model.SendDefinition;
import org.apache.camel.model.ToDynamicDefinition;
import org.apache.camel.model.WhenDefinition;
import org.apache.camel.model.language.ExpressionDefinition;
import org.apache.camel.model.language.MethodCallExpression;

/** Collects endpoints, bean names and expressions of steps and of the steps in them. */
final class StepReader {

    private final Placeholders placeholders;
    private final Map<String, String> local;
    private final Function<NamedNode, Place> places;
    private final List<Endpoint> outputs = new ArrayList<>();
    private final List<Mention> references = new ArrayList<>();
    private final List<Mention> expressions = new ArrayList<>();

    StepReader(Placeholders placeholders, Map<String, String> local, Function<NamedNode, Place> places) {
        this.placeholders = placeholders;
        this.local = local;
        this.places = places;
    }

    List<Endpoint> outputs() {
        return List.copyOf(outputs);
    }

    List<Mention> references() {
        return List.copyOf(references);
    }

    List<Mention> expressions() {
        return List.copyOf(expressions);
    }

    void read(ProcessorDefinition<?> step) {
        Place place = places.apply(step);
        endpoint(step, place);
        if (step instanceof ExpressionNode node) {
            expression(node.getExpression(), place);
        }
        reference(step, place);
        children(step);
    }

    private void children(ProcessorDefinition<?> step) {
        if (step instanceof ChoiceDefinition choice) {
            // Its outputs leave out the conditions.
            for (WhenDefinition when : choice.getWhenClauses()) {
                expression(when.getExpression(), places.apply(when.getLineNumber() > 0 ? when : choice));
                when.getOutputs().forEach(this::read);
            }
            if (choice.getOtherwise() != null) {
                choice.getOtherwise().getOutputs().forEach(this::read);
            }
            return;
        }
        step.getOutputs().forEach(this::read);
        if (step instanceof CircuitBreakerDefinition breaker && breaker.getOnFallback() != null) {
            breaker.getOnFallback().getOutputs().forEach(this::read);
        }
    }

    private void endpoint(ProcessorDefinition<?> step, Place place) {
        if (step instanceof SendDefinition<?> send) {
            add(send.getEndpointUri(), Direction.PRODUCER, place);
        } else if (step instanceof ToDynamicDefinition to) {
            add(to.getUri(), Direction.PRODUCER, place);
        } else if (step instanceof KameletDefinition kamelet) {
            add("kamelet:" + kamelet.getName(), Direction.PRODUCER, place);
        } else if (step instanceof PollDefinition poll) {
            add(poll.getEndpointUri(), Direction.CONSUMER, place);
        } else if (step instanceof PollEnrichDefinition poll) {
            add(text(poll.getExpression()), Direction.CONSUMER, place);
        } else if (step instanceof EnrichDefinition enrich) {
            add(text(enrich.getExpression()), Direction.PRODUCER, place);
        } else if (step instanceof RecipientListDefinition<?> || step instanceof RoutingSlipDefinition<?> || step instanceof DynamicRouterDefinition<?>) {
            for (String uri : text(((ExpressionNode) step).getExpression()).split(",")) {
                add(uri.strip(), Direction.PRODUCER, place);
            }
        }
    }

    private void add(String uri, Direction direction, Place place) {
        if (uri != null && !uri.isBlank()) {
            outputs.add(Endpoint.of(placeholders.replaced(uri, local), direction, place));
        }
    }

    private void expression(ExpressionDefinition expression, Place place) {
        if (expression instanceof MethodCallExpression call && call.getRef() != null) {
            reference(call.getRef(), place);
        } else if (!text(expression).isEmpty()) {
            expressions.add(new Mention(text(expression), place));
        }
    }

    private void reference(ProcessorDefinition<?> step, Place place) {
        if (step instanceof BeanDefinition bean) {
            reference(bean.getRef(), place);
        } else if (step instanceof ProcessDefinition process) {
            reference(process.getRef(), place);
        } else if (step instanceof IdempotentConsumerDefinition idempotent) {
            reference(idempotent.getIdempotentRepository(), place);
        } else if (step instanceof OnExceptionDefinition policy) {
            reference(policy.getRedeliveryPolicyRef(), place);
            reference(policy.getOnRedeliveryRef(), place);
            reference(policy.getOnExceptionOccurredRef(), place);
            if (policy.getOnWhen() != null) {
                expression(policy.getOnWhen().getExpression(), place);
            }
        }
    }

    private void reference(String name, Place place) {
        if (name != null && !name.isBlank()) {
            references.add(new Mention(placeholders.replaced(name, local), place));
        }
    }

    private static String text(ExpressionDefinition expression) {
        return expression == null || expression.getExpression() == null ? "" : expression.getExpression();
    }
}
