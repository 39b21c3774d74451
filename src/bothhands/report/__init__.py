"""How it is told: tables, charts, documents; pure functions of plan and outcome."""
