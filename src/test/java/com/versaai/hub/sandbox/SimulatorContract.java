package com.versaai.hub.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What every simulator keeps to: it takes the credentials it announces, and only those; it fails in its own shape, without an effect;
 * its tokens expire if it says so. Whoever adds a simulator extends this in the simulator's package: {@link EverySimulatorTest}.
 */
public abstract class SimulatorContract {

    private static final Simulators SIMULATORS = new Simulators(0).start();

    private final SimulatedProvider provider = SimulatedProvider.of(getClass().getPackageName().replaceFirst(".*\\.", "")).orElseThrow();

    /**
     * One request as the hub makes it, with a login before it where that is needed, whose refusal is the answer.
     *
     * @param settings looks up what the provider announces, by setting
     */
    protected abstract Web.Reply request(UnaryOperator<String> settings) throws IOException;

    /** The status of an answer to wrong credentials. */
    protected int refusal() {
        return 401;
    }

    /** Whether {@link #request} has an effect; what only reads has none. */
    protected boolean acts() {
        return true;
    }

    /** What its API has to have before {@link #request}: JSON by path. */
    protected Map<String, String> objects() {
        return Map.of();
    }

    @BeforeEach
    void prepare() {
        SIMULATORS.remember(provider, objects());
    }

    /** As the hub gets it from the settings of the sandbox. */
    private Map<String, String> announced() {
        Map<String, String> settings = new LinkedHashMap<>();
        provider.settings("http://localhost:" + SIMULATORS.port())
                .forEach((name, value) -> settings.put(name.substring(("hub.provider." + provider.path() + ".").length()), value));
        return settings;
    }

    private static boolean isSecret(Map.Entry<String, String> setting) {
        return setting.getKey().matches(".*(key|secrets?|token|password)(\\[\\d+])?");
    }

    /** What a request carries to be let in. */
    private static boolean isCredential(Map.Entry<String, String> setting) {
        return setting.getKey().matches(".*(key|secret|token|password|id|account)");
    }

    @Test
    void takesWhatItAnnounces() throws IOException {
        long before = SIMULATORS.effects().count(provider);
        Web.Reply reply = request(announced()::get);
        assertThat(reply.status()).as(reply.body()).isBetween(200, 299);
        assertThat(SIMULATORS.effects().count(provider) - before).isEqualTo(acts() ? 1 : 0);
    }

    @Test
    void refusesEveryOtherCredential() throws IOException {
        Map<String, String> right = announced();
        assertThat(right.entrySet()).as("it has a credential").anyMatch(SimulatorContract::isCredential);
        long before = SIMULATORS.effects().requests(provider);
        for (String name : right.entrySet().stream().filter(SimulatorContract::isCredential).map(Map.Entry::getKey).toList()) {
            for (String other : new String[] {"wrong", right.get(name) + "x", right.get(name).toUpperCase(Locale.ROOT)}) {
                if (!other.equals(right.get(name))) {
                    Web.Reply reply = request(setting -> setting.equals(name) ? other : right.get(setting));
                    assertThat(reply.status()).as(name + " " + other + ": " + reply.body()).isEqualTo(refusal());
                }
            }
        }
        assertThat(SIMULATORS.effects().requests(provider)).as("nothing was taken").isEqualTo(before);
    }

    @Test
    void failsWithoutAnEffect() throws IOException {
        long before = SIMULATORS.effects().requests(provider);
        for (int status : new int[] {400, 401, 403, 404, 409, 429, 500, 503}) {
            SIMULATORS.faults().set(provider, FaultSpec.error(status));
            assertThat(request(announced()::get).status()).isEqualTo(status);
        }
        SIMULATORS.faults().clear(provider);
        assertThat(SIMULATORS.effects().requests(provider)).isEqualTo(before);
    }

    @Test
    void everySecretSaysThatItIsTheSandboxs() {
        assertThat(announced().entrySet()).filteredOn(SimulatorContract::isSecret).isNotEmpty()
                .allSatisfy(secret -> assertThat(secret.getValue()).contains("sandbox"));
    }
}
