namespace PimSim.Driver;

/// <summary>
/// Everything that is learned to the cells, and the pages of the units' programs where they have sequencers of their own, as ordinary writes; then the
/// device makes signs and scales.
/// </summary>
internal sealed class StoreSchedule(StepScope x, ProgramStore? pages, StoredTraining? state, DomainData? data)
{
    private DenseLayout Dense => x.P.Dense;

    public void Run()
    {
        foreach (BlockLayout b in x.P.Blocks)
        {
            x.Enter(TrainingPhase.Update, b.Index);
            Weights(b);
            Norms(b);
            if (b.Scalars is not null)
            {
                x.Store(b.Scalars, 0, 1, 1, x.G.BankUnits(x.G.Units), 0, ScalarColumn.Count, (_, _, column, _, words) => Uniform(words, Scalar(State(b), column)));
            }
        }

        x.Enter(TrainingPhase.Update, x.P.Workload.Blocks.Count);
        for (int v = 0; v < Dense.Outputs.Vectors; v++)
        {
            x.Store(Dense.Weights, v, 1, Dense.Elements, Dense.Outputs.BankUnits(v), 0, ParameterColumn.Count, (line, record, column, unit, words) =>
                UpdateSchedule.FillChannels(Dense.Outputs, line, unit, words, o => Part(state!.DenseWeights, column, (o * Dense.Elements) + record)));
            x.Store(Dense.Bias, v, 1, 1, Dense.Outputs.BankUnits(v), 0, ParameterColumn.Count, (line, _, column, unit, words) =>
                UpdateSchedule.FillChannels(Dense.Outputs, line, unit, words, o => Part(state!.DenseBias, column, o)));
        }

        if (pages is not null)
        {
            PageSchedule.Write(x, pages);
        }

        state?.DenseWeights.Values.CopyTo(data!.DenseWeights, 0);
        x.W.SetMode(allBank: true);
        new UpdateSchedule(x, null, data).Prepare();
    }

    private BlockState State(BlockLayout b) => state!.Blocks[b.Index];

    private void Weights(BlockLayout b)
    {
        if (b.Block.IsBinary)
        {
            x.Store(b.Weights, 0, b.Outputs.PerUnit, b.Weights.Records, b.Outputs.BankUnits(0), 0, ParameterColumn.Count, (line, record, column, unit, words) =>
            {
                if (Column(State(b).Weights, column) is { } values)
                {
                    UpdateSchedule.FillElements(b, line, record, unit, words, values);
                }
            });
            return;
        }

        for (int v = 0; v < b.Outputs.Vectors; v++)
        {
            x.Store(b.Weights, v, 1, b.Elements, b.Outputs.BankUnits(v), 0, ParameterColumn.Count, (line, record, column, unit, words) =>
                UpdateSchedule.FillChannels(b.Outputs, line, unit, words, o => Part(State(b).Weights, column, (o * b.Elements) + record)));
        }
    }

    private void Norms(BlockLayout b)
    {
        for (int v = 0; v < b.Outputs.Vectors; v++)
        {
            x.Store(b.Norm, v, 1, 1, b.Outputs.BankUnits(v), 0, NormColumn.Count, (line, _, column, unit, words) =>
                UpdateSchedule.FillChannels(b.Outputs, line, unit, words, c => Norm(State(b), column, c)));
        }
    }

    private static float Norm(BlockState state, int column, int channel) => column switch
    {
        NormColumn.RunningMean => state.RunningMean[channel],
        NormColumn.RunningVariance => state.RunningVariance[channel],
        >= NormColumn.Gamma and < NormColumn.Beta => Part(state.Gamma, column - NormColumn.Gamma, channel),
        >= NormColumn.Beta => Part(state.Beta, column - NormColumn.Beta, channel),
        _ => 0,
    };

    private static float Scalar(BlockState state, int column) => column switch
    {
        ScalarColumn.Lower => state.Range?.Lower ?? 0,
        ScalarColumn.Upper => state.Range?.Upper ?? 0,
        ScalarColumn.Mean => state.Range?.Mean ?? 0,
        >= ScalarColumn.LowerParameter and < ScalarColumn.UpperParameter when state.Clip is { } clip => Part(clip, column - ScalarColumn.LowerParameter, 0),
        >= ScalarColumn.UpperParameter when state.Clip is { } clip => Part(clip, column - ScalarColumn.UpperParameter, 1),
        _ => 0,
    };

    private static float Part(TrainingParameter parameter, int column, int index) => Column(parameter, column)?[index] ?? 0;

    private static float[]? Column(TrainingParameter parameter, int column) => column switch
    {
        ParameterColumn.Value => parameter.Values,
        ParameterColumn.First => parameter.First,
        ParameterColumn.Second => parameter.Second,
        _ => null,
    };

    private void Uniform(Span<ulong> words, float value)
    {
        for (int l = 0; l < x.G.Lanes; l++)
        {
            x.G.SetLane(words, l, value);
        }
    }
}
