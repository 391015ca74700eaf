package com.versaai.hub.catalog;

import com.versaai.hub.catalog.Catalog.Operation;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The operations of an OpenAPI contract. */
final class ContractFile {

    private static final Set<String> METHODS = Set.of("get", "put", "post", "delete", "patch", "head", "options", "trace");

    private ContractFile() {
    }

    /** @param routeOf the route behind {@code direct:<operationId>}, null if there is none */
    static List<Operation> operations(InputStream yaml, UnaryOperator<String> routeOf) {
        Map<?, ?> contract = KameletFiles.map(new Yaml(new SafeConstructor(new LoaderOptions())).load(yaml));
        List<Operation> operations = new ArrayList<>();
        KameletFiles.map(contract.get("paths")).forEach((path, methods) -> KameletFiles.map(methods).forEach((method, about) -> {
            String operationId = KameletFiles.text(KameletFiles.map(about).get("operationId"));
            if (METHODS.contains(String.valueOf(method)) && operationId != null) {
                operations.add(new Operation(operationId, method.toString().toUpperCase(Locale.ROOT), path.toString(),
                        KameletFiles.text(KameletFiles.map(about).get("summary")), routeOf.apply("direct:" + operationId)));
            }
        }));
        return operations;
    }
}
