/**
 * Microsoft Dynamics 365 (Dataverse): upserts by alternate key, duplicates, won opportunities, logging in at Entra ID, and what was refused. Uses
 * {@code clock}, {@code connector} and {@code provider}.
 */
package com.versaai.hub.connector.dynamics;
