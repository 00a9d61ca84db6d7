namespace PimSim.Cli;

/// <summary>How far a verb has come.</summary>
/// <param name="Stage">What it does now, for people.</param>
/// <param name="Done">Finished pieces.</param>
/// <param name="Total">All pieces; 0 where unknown.</param>
/// <param name="Detail">What else is worth seeing while it runs, or null: loss, accuracy, thresholds.</param>
internal sealed record WorkProgress(string Stage, long Done, long Total, string? Detail = null);
