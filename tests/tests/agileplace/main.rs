use agileplace_client as _;
