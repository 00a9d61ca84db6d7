namespace PimSim.Driver;

/// <summary>
/// Totals of the gradients to the cells, the optimizer on all parameters, the clip ranges, and what follows from new weights: signs, scales, transposed
/// copies. Parameters are replicated, so every domain does the same.
/// </summary>
internal sealed class UpdateSchedule(StepScope x, TrainingHost? host, DomainData? data)
{
    private readonly OptimizerSchedule optimizer = OptimizerSchedule.Create(x, host);
    private readonly (BlockLayout Layout, ClipSchedule Clip)[] clips =
        [.. x.P.Blocks.Where(b => b.Block.IsBinary).Select(b => (b, new ClipSchedule(x, b, host, data)))];

    private StepWriter W => x.W;

    private DenseLayout Dense => x.P.Dense;

    private int DenseIndex => x.P.Workload.Blocks.Count;

    /// <summary>From gradients of the blocks of images, which the host has, to the parameters of the next step; ends in single-bank mode.</summary>
    public void Run()
    {
        JoinGradients();
        W.SetMode(allBank: false);
        foreach (BlockLayout b in x.P.Blocks)
        {
            x.Enter(TrainingPhase.Update, b.Index);
            StoreGradients(b);
        }

        x.Enter(TrainingPhase.Update, DenseIndex);
        StoreDenseGradients();
        W.SetMode(allBank: true);
        DenseParameters();
        foreach (BlockLayout b in x.P.Blocks)
        {
            x.Enter(TrainingPhase.Update, b.Index);
            optimizer.LoadConstants();
            optimizer.Region(b.Norm, b.Outputs.Vectors, 1, NormColumn.Gamma);
            optimizer.Region(b.Norm, b.Outputs.Vectors, 1, NormColumn.Beta);
            if (!b.Block.IsBinary)
            {
                optimizer.Region(b.Weights, b.Outputs.Vectors, b.Elements);
            }
        }

        if (clips.Any(c => c.Layout.Block.Learns))
        {
            ForClips(b => b.Learns, c => c.ThresholdSums());
            x.Barrier(0);
        }

        ForClips(c => c.UpdateWeights());
        ForClips(b => b.Learns, c => c.UpdateThresholds());
        if (clips.Any(c => c.Layout.Block.Clip == TrainingClip.Relative))
        {
            ForRelative(c => c.Magnitudes(writesBack: false));
            x.Barrier(0);
            ForRelative(c => c.TakeRange());
            ForRelative(c => c.Magnitudes(writesBack: true));
            x.Barrier(0);
            ForRelative(c => c.TakeRange());
        }

        Prepare();
    }

    /// <summary>What a step begins with: quantiles, which follow a schedule, and the scales that follow from them.</summary>
    public void TakeQuantiles()
    {
        int blocks = clips.Count(c => c.Layout.Block.Clip == TrainingClip.Quantiles);
        if (blocks > 0)
        {
            x.Barrier(blocks);
            foreach ((BlockLayout layout, ClipSchedule clip) in clips.Where(c => c.Layout.Block.Clip == TrainingClip.Quantiles))
            {
                x.Enter(TrainingPhase.Forward, layout.Index);
                clip.TakeQuantiles();
            }
        }
    }

    /// <summary>Signs, scales and transposed copies of the weights as they stand; ends in single-bank mode.</summary>
    public void Prepare()
    {
        ForClips(b => b.Standardizes, c => c.Standardize());
        if (clips.Any(c => c.Layout.Block.Clip == TrainingClip.Quantiles))
        {
            x.Barrier(0);
            ForClips(b => b.Clip == TrainingClip.Quantiles, c => c.TakeMean());
        }

        ForClips(c => c.Signs());
        x.Barrier(0);
        ForClips(b => b.Learns, c => c.TakeScale());
        W.SetMode(allBank: false);
        foreach (BlockLayout b in x.P.Blocks.Where(b => b.Transposed is not null))
        {
            x.Enter(TrainingPhase.Update, b.Index);
            for (int v = 0; v < b.Inputs!.Vectors; v++)
            {
                x.Store(b.Transposed!, v, 1, b.Transposed!.Records, b.Inputs.BankUnits(v), 0, b.Taps, (line, record, tap, unit, words) => TransposedSigns(b, line, record, tap, unit, words));
            }
        }

        x.Enter(TrainingPhase.Update, DenseIndex);
        LayerShape last = x.P.Blocks[^1].Shape;
        for (int v = 0; v < Dense.Inputs.Vectors; v++)
        {
            x.Store(
                Dense.Transposed,
                v * last.PooledHeight,
                last.PooledHeight,
                last.PooledWidth,
                Dense.Inputs.BankUnits(v),
                0,
                x.P.Workload.Outputs,
                (line, record, output, unit, words) => TransposedWeights(line, record, output, unit, words));
        }
    }

    /// <summary>The host joins the sums of all blocks of images.</summary>
    private void JoinGradients()
    {
        long total = 0;
        for (int i = 0; i <= DenseIndex; i++)
        {
            long length = i < DenseIndex ? (long)x.P.Blocks[i].Shape.OutChannels * x.P.Blocks[i].Elements : (x.P.Workload.DenseInputs + 1L) * x.P.Workload.Outputs;
            long macs = length * (x.BatchBlocks - 1);
            x.HostWork.Add((StepScope.LayerIndex(x.P.Workload, TrainingPhase.Update, i), macs));
            total += macs;
        }

        x.Enter(TrainingPhase.Update, DenseIndex);
        x.Barrier(total, isCharged: true);
    }

    private void StoreGradients(BlockLayout b)
    {
        int elements = b.Elements;
        if (b.Block.IsBinary)
        {
            x.Store(b.Weights, 0, b.Outputs.PerUnit, b.Weights.Records, b.Outputs.BankUnits(0), ParameterColumn.Gradient, 1, (line, record, _, unit, words) =>
                FillElements(b, line, record, unit, words, host!.Weights(b.Index).Total()));
            return;
        }

        for (int v = 0; v < b.Outputs.Vectors; v++)
        {
            x.Store(b.Weights, v, 1, elements, b.Outputs.BankUnits(v), ParameterColumn.Gradient, 1, (line, record, _, unit, words) =>
                FillChannels(b.Outputs, line, unit, words, o => host!.Weights(b.Index).Total()[(o * elements) + record]));
        }
    }

    private void StoreDenseGradients()
    {
        for (int v = 0; v < Dense.Outputs.Vectors; v++)
        {
            x.Store(Dense.Weights, v, 1, Dense.Elements, Dense.Outputs.BankUnits(v), ParameterColumn.Gradient, 1, (line, record, _, unit, words) =>
                FillChannels(Dense.Outputs, line, unit, words, o => host!.Weights(DenseIndex).Total()[(o * Dense.Elements) + record]));
            x.Store(Dense.Bias, v, 1, 1, Dense.Outputs.BankUnits(v), ParameterColumn.Gradient, 1, (line, _, _, unit, words) =>
                FillChannels(Dense.Outputs, line, unit, words, o => host!.BiasSums.Total()[o]));
        }
    }

    private void DenseParameters()
    {
        optimizer.LoadConstants();
        optimizer.Region(Dense.Bias, Dense.Outputs.Vectors, 1);
        for (int v = 0; v < Dense.Outputs.Vectors; v++)
        {
            int vector = v;
            x.Records(Dense.Weights, v, 0, Dense.Elements, (element, at) =>
            {
                optimizer.Load(at);
                optimizer.Step(at);
                x.ReadChannels(Dense.Outputs, vector, 0, (o, value) => data!.DenseWeights[(o * Dense.Elements) + element.Value] = value);
            });
        }
    }

    private void ForClips(Action<ClipSchedule> action) => ForClips(_ => true, action);

    private void ForRelative(Action<ClipSchedule> action) => ForClips(b => b.Clip == TrainingClip.Relative, action);

    private void ForClips(Func<TrainingBlock, bool> which, Action<ClipSchedule> action)
    {
        foreach ((BlockLayout layout, ClipSchedule clip) in clips.Where(c => which(c.Layout.Block)))
        {
            x.Enter(TrainingPhase.Update, layout.Index);
            action(clip);
        }
    }

    internal static void FillChannels(ChannelMap map, int vector, int unit, Span<ulong> words, Func<int, float> value)
    {
        for (int l = 0; l < map.Geometry.Lanes; l++)
        {
            int channel = map.Channel(vector, unit, l);
            if (channel >= 0)
            {
                map.Geometry.SetLane(words, l, value(channel));
            }
        }
    }

    /// <summary>Elements of a binary block's channel in lanes.</summary>
    internal static void FillElements(BlockLayout b, int line, int record, int unit, Span<ulong> words, ReadOnlySpan<float> values)
    {
        int channel = b.Outputs.ChannelInUnit(unit, line);
        UnitGeometry g = b.Outputs.Geometry;
        int lanes = g.Lanes;
        for (int l = 0; channel >= 0 && l < lanes && (record * lanes) + l < b.Elements; l++)
        {
            g.SetLane(words, l, values[(channel * b.Elements) + (record * lanes) + l]);
        }
    }

    private void TransposedSigns(BlockLayout b, int vector, int record, int tap, int unit, Span<ulong> words)
    {
        int lanes = x.G.Lanes;
        int perColumn = x.G.LaneBits / lanes;
        for (int bit = 0; bit < x.G.LaneBits; bit++)
        {
            int output = (record * perColumn) + (bit / lanes);
            int input = b.Inputs!.Channel(vector, unit, bit % lanes);
            if (input >= 0 && output < b.Shape.OutChannels && data!.Signs(b.Index)[(output * b.Elements) + (tap * b.Shape.Channels) + input])
            {
                words[bit / 64] |= 1UL << (bit % 64);
            }
        }
    }

    private void TransposedWeights(int line, int column, int output, int unit, Span<ulong> words)
    {
        LayerShape s = x.P.Blocks[^1].Shape;
        int pixel = (line % s.PooledHeight * s.PooledWidth) + column;
        FillChannels(Dense.Inputs, line / s.PooledHeight, unit, words, c => data!.DenseWeights[(output * Dense.Elements) + (pixel * s.OutChannels) + c]);
    }
}
