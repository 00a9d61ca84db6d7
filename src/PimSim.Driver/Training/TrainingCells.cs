using PimSim.Device;

namespace PimSim.Driver;

/// <summary>Reads what is learned out of the cells of a domain, as they are.</summary>
internal sealed class TrainingCells
{
    private readonly TrainingPlacement placement;
    private readonly CellReader cells;

    public TrainingCells(TrainingPlacement placement, CellArrays cells)
    {
        this.placement = placement;
        this.cells = new CellReader(placement.Geometry, cells);
    }

    public StoredTraining Read()
    {
        DenseLayout dense = placement.Dense;
        return new StoredTraining(
            [.. placement.Blocks.Select(Block)],
            Parameter(dense.Outputs.Channels * dense.Elements, (i, column) => Channel(dense.Weights, dense.Outputs, i / dense.Elements, i % dense.Elements, column)),
            Parameter(dense.Outputs.Channels, (o, column) => Channel(dense.Bias, dense.Outputs, o, 0, column)));
    }

    private BlockState Block(BlockLayout b)
    {
        int channels = b.Shape.OutChannels;
        return new BlockState
        {
            Weights = Parameter(channels * b.Elements, (i, column) => b.Block.IsBinary
                ? Element(b, i / b.Elements, i % b.Elements, column)
                : Channel(b.Weights, b.Outputs, i / b.Elements, i % b.Elements, column)),
            Gamma = Parameter(channels, (c, column) => Channel(b.Norm, b.Outputs, c, 0, NormColumn.Gamma + column)),
            Beta = Parameter(channels, (c, column) => Channel(b.Norm, b.Outputs, c, 0, NormColumn.Beta + column)),
            RunningMean = [.. Enumerable.Range(0, channels).Select(c => Channel(b.Norm, b.Outputs, c, 0, NormColumn.RunningMean))],
            RunningVariance = [.. Enumerable.Range(0, channels).Select(c => Channel(b.Norm, b.Outputs, c, 0, NormColumn.RunningVariance))],
            Clip = !b.Block.Learns ? null : Parameter(2, (i, column) => Scalar(b, ScalarColumn.LowerParameter + (i * ParameterColumn.Count) + column)),
            Range = b.Scalars is null ? null : new StoredRange(Scalar(b, ScalarColumn.Lower), Scalar(b, ScalarColumn.Upper), Scalar(b, ScalarColumn.Mean)),
        };
    }

    private static TrainingParameter Parameter(int length, Func<int, int, float> value)
    {
        float[] Column(int column) => [.. Enumerable.Range(0, length).Select(i => value(i, column))];
        return new TrainingParameter(Column(ParameterColumn.Value), Column(ParameterColumn.First), Column(ParameterColumn.Second));
    }

    private float Scalar(BlockLayout b, int column) => At(b.Scalars!, 0, 0, column, 0, 0);

    private float Channel(LineRegion region, ChannelMap map, int channel, int record, int column)
    {
        int lanes = placement.Geometry.Lanes;
        int group = channel / lanes;
        int units = placement.Geometry.Units;
        return At(region, group / units, record, column, group % units, channel % lanes);
    }

    private float Element(BlockLayout b, int channel, int element, int column)
    {
        int lanes = placement.Geometry.Lanes;
        int units = placement.Geometry.Units;
        int group = channel / lanes;
        return At(b.Weights, (group / units * lanes) + (channel % lanes), element / lanes, column, group % units, element % lanes);
    }

    private float At(LineRegion region, int line, int record, int column, int unit, int lane)
    {
        ColumnPlace place = region.Place(line, record);
        return placement.Geometry.Lane(cells.Unit(place with { Column = place.Column + column }, unit), lane);
    }
}
