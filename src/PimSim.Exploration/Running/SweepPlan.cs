namespace PimSim.Exploration;

/// <summary>Turns planned points into descriptions.</summary>
public static class SweepPlan
{
    /// <summary>What has to be evaluated at a point.</summary>
    /// <param name="space">The space.</param>
    /// <param name="values">A value for each of its parameters, in their order.</param>
    public static PointDescription Describe(ExplorationSpace space, IEnumerable<string> values)
    {
        Dictionary<string, string> own = new(StringComparer.Ordinal);
        SortedDictionary<string, string>? training = space.Training is null ? null : new(space.Training.ToDictionary(t => t.Key, t => t.Value, StringComparer.Ordinal), StringComparer.Ordinal);
        List<string> set = [];
        foreach ((AxisParameter parameter, string value) in space.Parameters.Zip(values))
        {
            if (parameter.Path.StartsWith(SweepParameters.TrainingPrefix, StringComparison.Ordinal))
            {
                training![parameter.Path[SweepParameters.TrainingPrefix.Length..]] = value;
            }
            else if (SweepParameters.IsOne(parameter.Path))
            {
                own[parameter.Path] = value;
            }
            else
            {
                set.Add($"{parameter.Path}={value}");
            }
        }

        return new PointDescription
        {
            Device = own.GetValueOrDefault(SweepParameters.Device, space.Device),
            Set = SpaceChecks.Replaced(space.Set, set),
            Network = own.GetValueOrDefault(SweepParameters.Network, space.Network),
            Data = space.Data,
            Images = own.TryGetValue(SweepParameters.Images, out string? images) ? Number(images) : space.Images,
            Seed = own.TryGetValue(SweepParameters.Seed, out string? seed) ? Number(seed) : space.Seed,
            FaultSeeds = space.FaultSeeds,
            Evaluate = space.Evaluate,
            Upload = space.Upload,
            Training = training,
        };
    }

    private static int Number(string text) => int.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
