package com.versaai.hub.dryrun;

import java.lang.reflect.Array;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import org.apache.camel.Component;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.processor.errorhandler.RedeliveryPolicy;
import org.apache.camel.spi.BeanRepository;
import org.apache.camel.spi.DataFormat;
import org.apache.camel.spi.Language;
import org.apache.camel.spi.VariableRepository;

/**
 * The beans of a stage: those that only compute are the hub's own, in place of every other one there is a stand-in that takes down what it is
 * asked for and does nothing. So a bean that somebody adds next year never really writes or calls for show.
 */
final class StageBeans implements BeanRepository {

    /** What these do is done within the exchange they are given: they plan, map, judge, make up a call or judge its answer. */
    static final Set<String> COMPUTING = Set.of(
            // plans, and what plans are made of
            "deliveryPlan", "routingFailures", "amounts", "alertNotices", "destinations", "sources", "eventTypes",
            // ends nothing where no record is consumed
            "acknowledge",
            // what kamelets make up calls with and judge answers by; what carries a call itself is replaced
            "answerType", "analyticsAnswers", "dynamicsRecords", "hubspotObjects", "hubspotNotes", "pipedriveRecords", "pipedriveNotes", "salesforceQueries", "salesforceRecords",
            "mailMessages", "slackMessages", "slackReplies", "slackFiles", "slackLookups", "slackOperations", "salesforceBulk", "stripeObjects", "zohoChannels",
            "zohoRecords", "zohoNotes", "dynamicsContacts", "hubspotContacts", "pipedriveContacts", "salesforceContacts", "zohoContacts");
    /** Of these kinds nothing is called by a route itself; {@link StageComponents} and {@link StageLanguages} replace what has effects. */
    private static final List<Class<?>> PARTS_OF_CAMEL = List.of(Component.class, DataFormat.class, Language.class, RedeliveryPolicy.class);

    private final BeanRepository hub;
    private final BiConsumer<String, Message> taken;
    private final Map<String, Object> standIns = new ConcurrentHashMap<>();

    /** @param taken gets {@code bean:<name>.<method>}, and the message that it was asked with, null where it was given none */
    StageBeans(BeanRepository hub, BiConsumer<String, Message> taken) {
        this.hub = hub;
        this.taken = taken;
    }

    @Override
    public Object lookupByName(String name) {
        Object bean = hub.lookupByName(name);
        if (isPartOfCamel(bean) && !computes(name, bean)) {
            return null;
        }
        return bean == null || computes(name, bean) ? bean : standIns.computeIfAbsent(name, asked -> standIn(asked, CalledAlike.as(bean.getClass())));
    }

    @Override
    public <T> T lookupByNameAndType(String name, Class<T> type) {
        T bean = hub.lookupByNameAndType(name, type);
        if (bean instanceof VariableRepository || isPartOfCamel(bean) && !computes(name, bean)) {
            return null; // a context has its own
        }
        if (bean == null || computes(name, bean)) {
            return bean;
        }
        Object standIn = type.isInterface() ? standIns.computeIfAbsent(name + " as " + type.getName(), asked -> standIn(name, type)) : lookupByName(name);
        // A class can't be stood in for: whoever asks for it is told that there is none.
        return type.isInstance(standIn) ? type.cast(standIn) : null;
    }

    @Override
    public <T> Map<String, T> findByTypeWithName(Class<T> type) {
        Map<String, T> lent = new HashMap<>(hub.findByTypeWithName(type));
        lent.entrySet().removeIf(bean -> !computes(bean.getKey(), bean.getValue()));
        return lent;
    }

    @Override
    public <T> Set<T> findByType(Class<T> type) {
        return findByTypeWithName(type).values().stream().collect(Collectors.toSet());
    }

    private static boolean computes(String name, Object bean) {
        if (bean instanceof Language || bean instanceof DataFormat) {
            return StageLanguages.computes(name);
        }
        return COMPUTING.contains(name) || isPartOfCamel(bean);
    }

    private static boolean isPartOfCamel(Object bean) {
        return PARTS_OF_CAMEL.stream().anyMatch(part -> part.isInstance(bean));
    }

    private Object standIn(String name, Class<?> type) {
        InvocationHandler handler = (self, method, arguments) -> {
            if (method.getDeclaringClass() == Object.class) {
                return ofObject(name, self, method, arguments);
            }
            taken.accept("bean:" + name + '.' + method.getName(), message(arguments));
            return nothing(method.getReturnType());
        };
        return Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler);
    }

    private static Object ofObject(String name, Object self, Method method, Object[] arguments) {
        return switch (method.getName()) {
            case "equals" -> self == arguments[0];
            case "hashCode" -> System.identityHashCode(self);
            default -> "stand-in for bean " + name;
        };
    }

    private static Message message(Object[] arguments) {
        for (Object argument : arguments == null ? new Object[0] : arguments) {
            if (argument instanceof Exchange exchange) {
                return exchange.getMessage();
            }
            if (argument instanceof Message message) {
                return message;
            }
        }
        return null;
    }

    private static Object nothing(Class<?> type) {
        return type == void.class ? null : Array.get(Array.newInstance(type, 1), 0);
    }
}
