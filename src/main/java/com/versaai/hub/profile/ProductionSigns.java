package com.versaai.hub.profile;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.springframework.boot.cloud.CloudPlatform;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.PropertySource;

/** By what a production host shows, whatever profile it runs with: what it was given from outside, and where it runs. */
final class ProductionSigns {

    private static final Set<String> PROFILE_WORDS = Set.of("prod", "production", "prd", "produccion", "producción", "produktion", "live", "real",
            "staging", "stage", "stg", "preprod", "preproduction", "uat", "acceptance", "canary", "release", "cluster", "kubernetes", "k8s", "kube",
            "openshift", "cloud", "aws", "azure", "gcp", "heroku");

    private static final Predicate<String> ANYTHING = value -> true;

    /** Names as Spring's relaxed ones, with neither dashes nor capitals; the value decides whether it is a sign. */
    private static final Map<Pattern, Predicate<String>> SETTINGS = Map.of(
            Pattern.compile("hub\\.provider\\..*(secret|token|key|password|webhooks).*"), ProductionSigns::isForeign,
            Pattern.compile("hub\\.api\\.keys.*[.\\]]key"), ProductionSigns::isForeign,
            Pattern.compile("hub\\.console\\.password\\.?hash|hub\\.bus\\.brokers|hub\\.redis\\.url"), ANYTHING,
            Pattern.compile("camel\\.component\\.kafka\\.(brokers|sasl.*)"), ANYTHING,
            Pattern.compile("spring\\.data\\.redis\\.(url|host|sentinel|cluster).*"), ANYTHING,
            Pattern.compile("(hub\\.database|spring\\.datasource)\\.url"), value -> !value.startsWith("jdbc:h2:"));

    private ProductionSigns() {
    }

    /** Whether a profile of that name means production, or what comes right before it; {@code eu-prod-1} does. */
    static boolean isProductionProfile(String profile) {
        return Arrays.stream(profile.toLowerCase(Locale.ROOT).split("[^\\p{L}\\p{N}]+"))
                .anyMatch(word -> PROFILE_WORDS.contains(word.replaceFirst("\\d+$", "")));
    }

    /** The names of what was found, as they were given; never a value. */
    static Set<String> in(ConfigurableEnvironment environment) {
        Set<String> found = new TreeSet<>();
        CloudPlatform platform = CloudPlatform.getActive(environment);
        if (platform != null && platform != CloudPlatform.NONE) {
            found.add("the platform " + platform);
        }
        for (PropertySource<?> source : environment.getPropertySources()) {
            if (source instanceof EnumerablePropertySource<?> given && isFromOutside(source)) {
                Arrays.stream(given.getPropertyNames()).filter(name -> isSign(name, given.getProperty(name), environment)).forEach(found::add);
            }
        }
        return found;
    }

    /** Not from the hub's own application.yaml and its like, nor what its simulators announce. */
    private static boolean isFromOutside(PropertySource<?> source) {
        return !source.getName().contains("class path resource [") && !source.getName().equals(SimulatedSettings.NAME);
    }

    private static boolean isSign(String name, Object value, ConfigurableEnvironment environment) {
        String relaxed = name.toLowerCase(Locale.ROOT).replace("-", "").replace('_', '.');
        return SETTINGS.entrySet().stream().anyMatch(setting -> {
            if (value == null || !setting.getKey().matcher(relaxed).matches()) {
                return false;
            }
            String text = environment.resolvePlaceholders(value.toString()).strip();
            return !text.isEmpty() && !text.contains("${") && setting.getValue().test(text);
        });
    }

    /** The sandbox's own secrets, and those for stubs of one's own, say so in themselves. */
    private static boolean isForeign(String secrets) {
        return Arrays.stream(secrets.split(",")).map(String::strip).anyMatch(secret -> !secret.isEmpty()
                && !secret.toLowerCase(Locale.ROOT).contains("sandbox") && !secret.startsWith("http://localhost:"));
    }
}
