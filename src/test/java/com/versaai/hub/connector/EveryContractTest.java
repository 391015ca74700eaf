package com.versaai.hub.connector;

import static org.assertj.core.api.Assertions.assertThat;

import com.versaai.hub.inbound.InboundContract;
import com.versaai.hub.sandbox.SimulatedProvider;
import com.versaai.hub.sandbox.SimulatorContract;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.core.type.filter.AssignableTypeFilter;
import org.springframework.util.ClassUtils;

/** No connector comes without its contracts: each manifest says which it has to keep. */
class EveryContractTest {

    private static final String HUB = "com.versaai.hub.";

    private final Manifests manifests = new Manifests(Path.of("routes", "connectors"));

    EveryContractTest() {
        manifests.refresh();
    }

    private Set<String> connectors(Predicate<Manifest> which) {
        return manifests.all().values().stream().filter(which).map(Manifest::name).collect(Collectors.toCollection(TreeSet::new));
    }

    private static Stream<Class<?>> tests(Class<?> contract, String below) {
        ClassPathScanningCandidateComponentProvider tests = new ClassPathScanningCandidateComponentProvider(false);
        tests.addIncludeFilter(new AssignableTypeFilter(contract));
        return tests.findCandidateComponents(HUB + below).stream().map(test -> ClassUtils.resolveClassName(test.getBeanClassName(), null));
    }

    /** The packages right below that hold a test of that kind. */
    private static Set<String> kept(Class<?> contract, String below) {
        return tests(contract, below).map(Class::getPackageName).filter(name -> name.startsWith(HUB + below + '.'))
                .map(name -> name.substring((HUB + below + '.').length())).collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void whoeverHasActionsKeepsTheContractOfSinks() {
        assertThat(connectors(manifest -> !manifest.actions().isEmpty())).isNotEmpty()
                .as("each needs a test that extends SinkContract in its package below connector").isEqualTo(kept(SinkContract.class, "connector"));
    }

    @Test
    void everyCrmKeepsTheContractOfCrms() {
        assertThat(connectors(manifest -> manifest.kind().equals("crm") && !manifest.actions().isEmpty())).isNotEmpty()
                .as("each needs a test that extends CrmContract in its package below connector").isEqualTo(kept(CrmContract.class, "connector"));
    }

    @Test
    void whoeverReceivesKeepsTheContractOfSenders() {
        assertThat(connectors(manifest -> manifest.inbound() != null)).isNotEmpty()
                .as("each needs a test that extends InboundContract in its package below connector").isEqualTo(kept(InboundContract.class, "connector"));
    }

    @Test
    void whoeverIsCalledHasASimulatorOrOtherwiseAFarSideInItsTest() {
        // What has no address is never called.
        Set<String> called = connectors(manifest -> manifest.settings().values().stream().anyMatch(setting -> setting.type().equals("url")));
        Set<String> simulated = new TreeSet<>(SimulatedProvider.values().stream().map(SimulatedProvider::path).toList());
        assertThat(called).containsAll(simulated).filteredOn(connector -> !simulated.contains(connector))
                .as("each needs a simulator, unless its SinkContract has a far side of its own").allMatch(EveryContractTest::playsItself);
        assertThat(kept(SimulatorContract.class, "sandbox")).as("each needs a test that extends SimulatorContract in the simulator's package").isEqualTo(simulated);
    }

    private static boolean playsItself(String connector) {
        return tests(SinkContract.class, "connector." + connector).anyMatch(test -> Arrays.stream(test.getDeclaredMethods())
                .anyMatch(method -> method.getName().equals("farSide")));
    }
}
