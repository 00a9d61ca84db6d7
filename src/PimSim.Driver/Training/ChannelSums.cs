using PimSim.Models;

namespace PimSim.Driver;

/// <summary>Sums of the channels of a binary block: to the host, and from it to every unit, which adds them in 16 chains.</summary>
internal sealed class ChannelSums(StepScope x, BlockLayout layout, DomainData? data)
{
    private readonly WeightLines lines = new(x, layout);

    private StepWriter W => x.W;

    private UnitGeometry G => x.G;

    /// <summary>Lane 0 of register 0, which has the sum of a channel, to the host.</summary>
    public void Send(ClipSum sum, StepIndex line) => W.Loop(layout.Outputs.BankUnits(0), u => W.ReadOut(PimBuffer.Vector, 0, u, (unit, words) =>
    {
        int channel = unit < G.Units ? layout.Outputs.ChannelInUnit(unit, line.Value) : -1;
        if (channel >= 0)
        {
            data!.Sums(layout.Index, sum)[channel] = G.Lane(words, 0);
        }
    }));

    /// <summary>The sum over the channels, in all lanes of register 0.</summary>
    public void Add(ClipSum sum)
    {
        int channels = layout.Shape.OutChannels;
        lines.Clear();
        int registers = UnitGeometry.Ceiling(channels, G.Lanes);
        for (int first = 0; first < registers; first += G.Unit.InputRegisters)
        {
            int count = Math.Min(G.Unit.InputRegisters, registers - first);
            int element = first * G.Lanes;
            x.LoadElements(Math.Min(count * G.Lanes, channels - element), e => data!.Sums(layout.Index, sum)[element + e]);
            for (int i = 0; i < count; i++)
            {
                W.Vector(VectorOperation.LoadInput, lines.Weight, s: i);
                lines.Add((first + i) % lines.Chains);
            }
        }

        lines.Join();
        W.Vector(VectorOperation.BroadcastLane, 0, s: 0);
    }

    /// <summary>The magnitudes' sum times fl(1 / number of weights) to a scalar; it stays in register 0, and -1 is input element 1.</summary>
    public void TakeMean(int column)
    {
        Add(ClipSum.Magnitude);
        x.LoadElements(2, e => e == 0 ? 1f / (layout.Shape.OutChannels * layout.Elements) : -1f);
        W.Vector(VectorOperation.MultiplySource, 0, s: CommandOperands.ElementSource);
        W.Open(layout.Scalars!.Row(0, 0));
        W.WriteBack(PimBuffer.Vector, 0, new StepColumn(0, column));
        W.Close();
    }
}
