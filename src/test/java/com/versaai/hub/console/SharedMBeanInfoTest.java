package com.versaai.hub.console;

import static org.assertj.core.api.Assertions.assertThat;

import javax.management.MBeanServer;
import javax.management.MBeanServerFactory;
import javax.management.ObjectName;
import org.apache.camel.CamelContext;
import org.apache.camel.api.management.ManagedAttribute;
import org.apache.camel.api.management.ManagedInstance;
import org.apache.camel.api.management.ManagedOperation;
import org.apache.camel.api.management.ManagedResource;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SharedMBeanInfoTest {

    private final CamelContext camel = new DefaultCamelContext();
    private final MBeanServer server = MBeanServerFactory.newMBeanServer();
    private final SharedMBeanInfo infos = new SharedMBeanInfo(camel);

    @ManagedResource(description = "one of many")
    public static class Step {
        private final String id;

        Step(String id) {
            this.id = id;
        }

        @ManagedAttribute(description = "its id")
        public String getId() {
            return id;
        }

        @ManagedOperation(description = "says it")
        public String say(String what) {
            return id + ' ' + what;
        }
    }

    @ManagedResource(description = "wraps another")
    public static class Wrapper extends Step implements ManagedInstance {

        Wrapper(String id) {
            super(id);
        }

        @Override
        public Object getInstance() {
            return new Inner();
        }
    }

    @ManagedResource(description = "is within")
    public static class Inner {

        @ManagedAttribute(description = "more than a step has")
        public String getMore() {
            return "more";
        }
    }

    @BeforeEach
    void start() {
        camel.start();
        infos.start();
    }

    @AfterEach
    void stop() {
        infos.stop();
        camel.stop();
    }

    @Test
    void sharesTheDescriptionAndNothingElse() throws Exception {
        ObjectName one = register(new Step("one"));
        ObjectName two = register(new Step("two"));

        assertThat(server.getMBeanInfo(one).getOperations()[0]).isSameAs(server.getMBeanInfo(two).getOperations()[0]);
        assertThat(server.getMBeanInfo(one).getAttributes()[0]).isSameAs(server.getMBeanInfo(two).getAttributes()[0]);
        assertThat(server.getAttribute(one, "Id")).isEqualTo("one");
        assertThat(server.getAttribute(two, "Id")).isEqualTo("two");
        assertThat(server.invoke(one, "say", new Object[] {"hello"}, new String[] {"java.lang.String"})).isEqualTo("one hello");
        assertThat(server.invoke(two, "say", new Object[] {"hello"}, new String[] {"java.lang.String"})).isEqualTo("two hello");
    }

    @Test
    void leavesAnInstanceWithinAnotherItsOwn() throws Exception {
        ObjectName plain = register(new Step("plain"));
        ObjectName wrapped = register(new Wrapper("wrapped"));

        assertThat(server.getAttribute(wrapped, "More")).isEqualTo("more");
        assertThat(server.getAttribute(wrapped, "Id")).isEqualTo("wrapped");
        assertThat(server.getAttribute(plain, "Id")).isEqualTo("plain");
        assertThat(server.getMBeanInfo(plain).getAttributes()).hasSize(1);
    }

    private ObjectName register(Step step) throws Exception {
        ObjectName name = new ObjectName("test:id=\"" + step.getId() + '"');
        server.registerMBean(infos.assemble(server, step, name), name);
        return name;
    }
}
