package com.versaai.hub.gateway;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.authorization.AuthorizationDecision;
import org.springframework.security.authorization.AuthorizationDeniedException;
import org.springframework.security.authorization.AuthorizationManager;
import org.springframework.security.core.Authentication;
import org.springframework.security.web.access.AccessDeniedHandler;
import org.springframework.security.web.access.intercept.RequestAuthorizationContext;

/**
 * Lets a caller through to an operation of the contract whose scope it has; to nothing else. It decides before the rate and the body:
 * who may not do it costs no more than a stranger.
 */
final class ScopeRule implements AuthorizationManager<RequestAuthorizationContext>, AccessDeniedHandler {

    private static final AuthorizationDecision STRANGER = new AuthorizationDecision(false);
    private static final AuthorizationDecision GRANTED = new AuthorizationDecision(true);

    private static final class Refused extends AuthorizationDecision {

        private final transient Problem problem;

        Refused(Problem problem) {
            super(false);
            this.problem = problem;
        }
    }

    private final ContractScopes contract;
    private final Problems problems;

    ScopeRule(ContractScopes contract, Problems problems) {
        this.contract = contract;
        this.problems = problems;
    }

    /** Not the newer {@code authorize}: Spring's manager of the chain still asks this one, and the other comes here too. */
    @Override
    @SuppressWarnings("deprecation")
    public AuthorizationDecision check(Supplier<Authentication> authentication, RequestAuthorizationContext context) {
        Authentication signedIn = authentication.get();
        if (signedIn == null || !(signedIn.getPrincipal() instanceof Caller caller)) {
            return STRANGER;
        }
        HttpServletRequest request = context.getRequest();
        String path = path(request);
        ContractScopes.Operation operation = contract.find(request.getMethod(), path);
        if (operation == null) {
            Set<String> known = contract.methods(path);
            return new Refused(known.isEmpty() ? Problem.ofStatus(404)
                    : Problem.of(405, "method-not-allowed", Problem.ofStatus(405).detail(), Map.of("allow", known), null));
        }
        if (operation.scope() == null) {
            return new Refused(Problem.of(403, "forbidden", "The contract gives this operation no scope, so nobody may call it."));
        }
        return caller.may(operation.scope()) ? GRANTED : new Refused(caller.lacks(operation.scope()));
    }

    @Override
    public void handle(HttpServletRequest request, HttpServletResponse response, AccessDeniedException denied) throws IOException {
        Problem problem = denied instanceof AuthorizationDeniedException told && told.getAuthorizationResult() instanceof Refused refused
                ? refused.problem : Problem.ofStatus(403);
        if (problem.status() == 405) {
            response.setHeader("Allow", String.join(", ", contract.methods(path(request))));
        }
        problems.send(request, response, problem);
    }

    /** As it was sent; Camel's consumers are found by the same. */
    private static String path(HttpServletRequest request) {
        return request.getRequestURI().substring(request.getContextPath().length());
    }
}
