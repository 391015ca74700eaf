package com.versaai.hub.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import com.versaai.hub.catalog.RouteSteps.Plan;
import java.io.IOException;
import java.util.Properties;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.builder.RouteConfigurationBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.model.RouteDefinition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is read out of route models; none of these routes runs. */
class RouteStepsTest {

    private final DefaultCamelContext context = new DefaultCamelContext();

    @BeforeEach
    void settings() {
        Properties properties = new Properties();
        properties.setProperty("test.topic", "resolved.topic");
        properties.setProperty("test.password", "s3cret");
        context.getPropertiesComponent().setInitialProperties(properties);
    }

    @AfterEach
    void close() throws IOException {
        context.close();
    }

    @Test
    void eachRecordDecidesWhereTheRouteNamesNoTopic() throws Exception {
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                routeTemplate("hub-publish-sink").templateParameter("of").from("kamelet:source").to("kafka:hub.{{of}}");
            }
        });
        RouteSteps any = steps(new RouteBuilder() {
            @Override
            public void configure() {
                from("kafka:hub.inbox?groupId=x").routeId("r").to("kamelet:hub-publish-sink?of=events");
            }
        });
        assertThat(any.consumes()).containsExactly("hub.inbox");
        assertThat(any.produces()).containsExactly("hub.events.*");
    }

    @Test
    void aTopicTheRouteNamesIsTaken() throws Exception {
        assertThat(steps(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:a").routeId("r").setBody(method("eventRecords", "records")).to("kafka:hub.events.integration.failed");
            }
        }).produces()).containsExactly("hub.events.integration.failed");
    }

    @Test
    void stepsAreFoundHoweverDeepTheyAre() throws Exception {
        RouteSteps steps = steps(new RouteBuilder() {
            @Override
            public void configure() {
                from("timer:t").routeId("r")
                    .choice().when(simple("${body} == 1"))
                        .filter(simple("${body}")).to("direct:filtered").end()
                    .endChoice()
                    .otherwise().circuitBreaker().to("direct:guarded").onFallback().to("direct:fallback").end()
                    .end()
                    .split(body()).toD("kafka:dynamic").toD("direct:by-${header.kind}").end()
                    .wireTap("direct:tapped")
                    .enrich("direct:enriched")
                    .doTry().to("direct:tried").doCatch(Exception.class).to("direct:caught").end();
            }
        });
        assertThat(steps.produces()).contains("direct:filtered", "direct:guarded", "dynamic", "direct:by-*", "direct:tapped", "direct:enriched",
                "direct:tried");
        assertThat(steps.onFailure()).containsExactlyInAnyOrder("direct:fallback", "direct:caught");
    }

    @Test
    void theErrorPolicyOfTheRouteCountsAsFailure() throws Exception {
        context.addRoutesConfigurations(new RouteConfigurationBuilder() {
            @Override
            public void configuration() {
                routeConfiguration("policy").onException(Exception.class).handled(true).to("direct:given-up").end();
                routeConfiguration("another").onException(Exception.class).handled(true).to("direct:elsewhere").end();
            }
        });
        RouteSteps steps = steps(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:a").routeId("r").routeConfigurationId("policy").to("direct:b");
            }
        });
        assertThat(steps.produces()).containsExactly("direct:b");
        assertThat(steps.onFailure()).containsExactly("direct:given-up");
    }

    @Test
    void kameletsAreLookedIntoWithTheParametersOfTheRoute() throws Exception {
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                routeTemplate("events-source").templateParameter("topics").templateParameter("group", "g")
                    .from("kafka:{{topics}}?groupId={{group}}").bean("deliveryPlan", "begin(${exchange})").to("kamelet:sink").to("kafka:hub.deliveries");
                routeTemplate("plan-sink").templateParameter("to").templateParameter("action").templateParameter("why", "because")
                    .from("kamelet:source").bean("deliveryPlan", "add(${exchange}, '{{to}}', '{{action}}', '{{why}}')");
                routeTemplate("call-sink").templateParameter("password").from("kamelet:source").to("https://api.example.test?auth={{password}}");
                routeTemplate("outer-sink").from("kamelet:source").to("kamelet:call-sink?password=s3cret");
            }
        });
        RouteSteps steps = steps(new RouteBuilder() {
            @Override
            public void configure() {
                from("kamelet:events-source?topics=hub.events.a,hub.events.b").routeId("r")
                    .to("kamelet:plan-sink?to=crm&action=lead")
                    .to("kamelet:plan-sink?to=slack&action=note&why=it's new, really")
                    .to("kamelet:outer-sink");
            }
        });
        assertThat(steps.consumes()).containsExactly("hub.events.a", "hub.events.b");
        assertThat(steps.produces()).isEmpty();
        assertThat(steps.plans()).containsExactly(new Plan("crm", "lead", "because"), new Plan("slack", "note", "it's new, really"));
        assertThat(steps.kamelets()).containsExactly("events-source", "plan-sink", "outer-sink", "call-sink");
        assertThat(steps.outward()).isTrue();
        assertThat(RouteSteps.of(context, context.getRouteTemplateDefinition("outer-sink")).outward()).isTrue();
        assertThat(RouteSteps.of(context, context.getRouteTemplateDefinition("plan-sink")).outward()).isFalse();
    }

    @Test
    void withoutAPlanTheDeliveriesThemselvesDecide() throws Exception {
        assertThat(steps(new RouteBuilder() {
            @Override
            public void configure() {
                from("timer:t").routeId("r").to("kafka:hub.deliveries");
            }
        }).produces()).containsExactly("hub.deliveries.*");
    }

    @Test
    void aKameletThatUsesItselfEnds() throws Exception {
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                routeTemplate("self-sink").from("kamelet:source").to("kamelet:self-sink");
            }
        });
        assertThat(steps(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:a").routeId("r").to("kamelet:self-sink");
            }
        }).kamelets()).containsExactly("self-sink");
    }

    @Test
    void namesAreResolvedParametersAreNot() throws Exception {
        RouteSteps steps = steps(new RouteBuilder() {
            @Override
            public void configure() {
                from("kafka:{{test.topic}}?saslJaasConfig={{test.password}}").routeId("r").to("kafka:{{not.there}}?x={{test.password}}");
            }
        });
        assertThat(steps.consumes()).containsExactly("resolved.topic");
        assertThat(steps.produces()).containsExactly("{{not.there}}");
    }

    private RouteSteps steps(RouteBuilder routes) throws Exception {
        routes.setCamelContext(context);
        routes.configure();
        RouteDefinition route = routes.getRouteCollection().getRoutes().get(0);
        return RouteSteps.of(context, route);
    }
}
