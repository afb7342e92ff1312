package io.fastmigrate.sample;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Set;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/** Refuses bodies that no bookmark needs, and tells browsers to run and embed nothing from elsewhere. */
@Component
class RequestGuard extends OncePerRequestFilter {

    private static final int MAX_BODY_BYTES = 64 * 1024;
    private static final Set<String> WITH_BODY = Set.of("POST", "PUT", "PATCH");

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        boolean isReport = request.getRequestURI().startsWith("/actuator/fastmigrate");
        String styles = isReport ? "; style-src 'unsafe-inline'" : ""; // the report is one file
        response.setHeader(
                "Content-Security-Policy",
                "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'" + styles);
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setHeader("Referrer-Policy", "no-referrer");
        if (WITH_BODY.contains(request.getMethod())) {
            if (request.getContentLengthLong() < 0) {
                response.sendError(HttpServletResponse.SC_LENGTH_REQUIRED, "The request has no Content-Length.");
                return;
            }
            if (request.getContentLengthLong() > MAX_BODY_BYTES) {
                response.sendError(
                        HttpServletResponse.SC_REQUEST_ENTITY_TOO_LARGE,
                        "A request has at most " + MAX_BODY_BYTES + " bytes.");
                return;
            }
        }
        chain.doFilter(request, response);
    }
}
