package com.versaai.hub.catalog;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.config.annotation.ResourceHandlerRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** The page {@code /catalog} and what it reads. Guarded like Hawtio: see {@code SecurityChains}. */
@Controller
class CatalogController implements WebMvcConfigurer {

    private final HubCatalog catalog;

    CatalogController(HubCatalog catalog) {
        this.catalog = catalog;
    }

    @GetMapping({"/catalog", "/catalog/"})
    String page() {
        return "forward:/catalog/index.html";
    }

    @GetMapping("/catalog/data.json")
    ResponseEntity<Catalog> data() {
        return ResponseEntity.ok().contentType(MediaType.APPLICATION_JSON).body(catalog.getCatalog());
    }

    @GetMapping("/catalog/flows.json")
    ResponseEntity<List<Flow>> flows() {
        return ResponseEntity.ok().contentType(MediaType.APPLICATION_JSON).body(Flows.of(catalog.getCatalog()).list());
    }

    /** @param flow the flow's id; without it everything is drawn */
    @GetMapping("/catalog/flow.svg")
    ResponseEntity<byte[]> picture(@RequestParam(required = false) String flow) {
        return graph(flow).map(graph -> text("image/svg+xml", FlowSvg.of(graph))).orElse(ResponseEntity.notFound().build());
    }

    /** @param flow as of the picture */
    @GetMapping("/catalog/flow.mmd")
    ResponseEntity<byte[]> mermaid(@RequestParam(required = false) String flow) {
        return graph(flow).map(graph -> text("text/plain", FlowMermaid.of(graph))).orElse(ResponseEntity.notFound().build());
    }

    private Optional<FlowGraph> graph(String flow) {
        Catalog now = catalog.getCatalog();
        return flow == null ? Optional.of(FlowGraph.of(now)) : Flows.of(now).graph(flow);
    }

    @Override
    public void addResourceHandlers(ResourceHandlerRegistry registry) {
        registry.addResourceHandler("/catalog/**").addResourceLocations("classpath:/catalog/");
    }

    /** As bytes: what a client accepts must not turn a picture into 406. */
    private static ResponseEntity<byte[]> text(String type, String text) {
        return ResponseEntity.ok().header("Content-Type", type + ";charset=utf-8").body(text.getBytes(StandardCharsets.UTF_8));
    }
}
