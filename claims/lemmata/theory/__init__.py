"""Mathematics by subject, each with its definitions, its cases and what Hypothesis may draw of them.

A subject rests on those before it: exact; networks, transport, concentration and nets; densities and discriminators;
divergences and generalisation; training."""
