package com.versaai.hub.sandbox;

/** The fixed, published credentials the simulators accept and the Stripe sender signs with. Worth nothing outside. */
public final class SandboxCredentials {

    public static final String STRIPE_WEBHOOK_SECRET = "whsec_sandbox";
    public static final String STRIPE_API_KEY = "rk_sandbox";
    public static final String SLACK_BOT_TOKEN = "xoxb-sandbox";
    public static final String SALESFORCE_CLIENT_ID = "sandbox-client";
    public static final String SALESFORCE_CLIENT_SECRET = "sandbox-secret";
    public static final String HUBSPOT_TOKEN = "pat-sandbox";
    public static final String HUBSPOT_CLIENT_ID = "sandbox-client";
    public static final String HUBSPOT_CLIENT_SECRET = "sandbox-secret";
    public static final String HUBSPOT_REFRESH_TOKEN = "refresh-sandbox";
    public static final String GA4_MEASUREMENT_ID = "G-SANDBOX";
    public static final String GA4_API_SECRET = "ga4-sandbox";
    public static final String MIXPANEL_SERVICE_ACCOUNT = "svc.sandbox";
    public static final String MIXPANEL_SERVICE_SECRET = "mixpanel-sandbox";
    public static final String MIXPANEL_PROJECT_ID = "1";
    public static final String MIXPANEL_PROJECT_TOKEN = "mixpanel-token-sandbox";
    public static final String AMPLITUDE_API_KEY = "amplitude-sandbox";
    public static final String SEGMENT_WRITE_KEY = "segment-sandbox";

    public static final String GROQ_API_KEY = "gsk_sandbox";

    private SandboxCredentials() {
    }
}
