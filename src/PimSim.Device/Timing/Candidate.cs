namespace PimSim.Device;

/// <summary>The next step of a domain.</summary>
/// <param name="Kind">What.</param>
/// <param name="Command">Command id.</param>
/// <param name="ByRules">First legal cycle without regard to the command bus.</param>
/// <param name="HasProgram">True when the domain's program has a command to issue.</param>
internal readonly record struct Candidate(StepKind Kind, int Command, long ByRules, bool HasProgram);
