use planview_admin_client as _;
