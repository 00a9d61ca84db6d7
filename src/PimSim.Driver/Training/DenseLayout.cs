namespace PimSim.Driver;

/// <summary>Where the fully connected layer's parameters lie.</summary>
internal sealed class DenseLayout
{
    public required string Name { get; init; }

    public required int Elements { get; init; }

    /// <summary>Units and lanes of the scores.</summary>
    public required ChannelMap Outputs { get; init; }

    /// <summary>Units and lanes of the inputs' channels.</summary>
    public required ChannelMap Inputs { get; init; }

    /// <summary>A line a vector of scores, a record an input.</summary>
    public required LineRegion Weights { get; init; }

    /// <summary>A line a vector, one record.</summary>
    public required LineRegion Bias { get; init; }

    /// <summary>Gradients of the scores, for each block of images: a line a vector, a record an image.</summary>
    public required IReadOnlyList<LineRegion> ScoreGradients { get; init; }

    /// <summary>Weights with inputs in lanes: line vector * rows + row, a record a pixel, its columns the scores.</summary>
    public required LineRegion Transposed { get; init; }

    /// <summary>Images that go through the sign registers together.</summary>
    public required int ImagesAtOnce { get; init; }

    public static DenseLayout Create(UnitGeometry g, RowAllocator rows, TrainingWorkload workload, int slots)
    {
        LayerShape last = workload.Blocks[^1].Shape;
        string name = $"layer '{workload.DenseName}'";
        var outputs = new ChannelMap(g, workload.Outputs);
        var inputs = new ChannelMap(g, last.OutChannels);
        return new DenseLayout
        {
            Name = workload.DenseName,
            Elements = workload.DenseInputs,
            Outputs = outputs,
            Inputs = inputs,
            Weights = LineRegion.Take(g, rows, name, outputs.Vectors, workload.DenseInputs, ParameterColumn.Count),
            Bias = LineRegion.Take(g, rows, name, outputs.Vectors, 1, ParameterColumn.Count),
            ScoreGradients = [.. Enumerable.Range(0, slots).Select(_ => LineRegion.Take(g, rows, name, outputs.Vectors, TrainingWorkload.BlockImages, 1))],
            Transposed = LineRegion.Take(g, rows, name, inputs.Vectors * last.PooledHeight, last.PooledWidth, workload.Outputs),
            ImagesAtOnce = Math.Min(g.Unit.InputRegisters, TrainingWorkload.BlockImages / 2),
        };
    }
}
