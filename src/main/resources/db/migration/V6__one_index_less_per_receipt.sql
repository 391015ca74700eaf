-- receipt_by_provider_event finds the same rows: an id of a provider is one row, or a few.

drop index receipt_by_origin;
