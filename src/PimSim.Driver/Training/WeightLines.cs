using PimSim.Models;

namespace PimSim.Driver;

/// <summary>
/// Ways through the weights of a binary block, a line a channel, elements in lanes. Sums over a channel are 16 chains, which lie in the lanes of the first
/// registers; the registers after them are named here.
/// </summary>
internal sealed class WeightLines(StepScope x, BlockLayout layout)
{
    /// <summary>Registers that no sum and no optimizer takes.</summary>
    public const int FirstOwn = 12;

    /// <summary>Registers of a sum.</summary>
    public int Chains { get; } = ClipLowering.Chains / x.G.Lanes;

    /// <summary>What is summed.</summary>
    public int Weight => Chains;

    public int Gradient => Chains + 1;

    public int Lower => Chains + 2;

    public int Upper => Chains + 3;

    /// <summary>The column with what is clipped.</summary>
    public int Column => layout.Block.Standardizes ? ParameterColumn.Standard : ParameterColumn.Value;

    /// <summary>Elements of a channel in its last record, where that is not full; else 0.</summary>
    private int Tail => layout.Elements % x.G.Lanes;

    private StepWriter W => x.W;

    /// <summary>For each channel of the unit in order.</summary>
    public void Each(Action<StepIndex> body) => W.Loop(layout.Outputs.PerUnit, body);

    /// <summary>For each record of a line: the register of its chain, its first column.</summary>
    public void Records(StepIndex line, Action<StepIndex, StepColumn> body) => Records(line, layout.Weights.Records, body);

    /// <summary>The same, and whether lanes of the record lie beyond the channel's elements.</summary>
    public void RecordsAndTail(StepIndex line, Action<StepIndex, StepColumn, bool> body)
    {
        int whole = layout.Weights.Records - (Tail > 0 ? 1 : 0);
        Records(line, whole, (chain, at) => body(chain, at, false));
        if (Tail > 0)
        {
            LineRun last = layout.Weights.Runs(whole, 1).First();
            W.Open(layout.Weights.Row(line, last.Row));
            body(whole % Chains, layout.Weights.Column(last, 0), true);
            W.Close();
        }
    }

    /// <summary>The sum over a channel of what <paramref name="make"/> leaves in the weight's register, in lane 0 of register 0.</summary>
    public void Sum(StepIndex line, Action<StepColumn> make)
    {
        Clear();
        Records(line, (chain, at) =>
        {
            make(at);
            Add(chain);
        });
        Join();
    }

    /// <summary>The same, and whether lanes of the record lie beyond the channel's elements.</summary>
    public void SumAndTail(StepIndex line, Action<StepColumn, bool> make)
    {
        Clear();
        RecordsAndTail(line, (chain, at, isTail) =>
        {
            make(at, isTail);
            Add(chain);
        });
        Join();
    }

    public void Clear() => W.Clear(PimBuffer.Vector, 0, Chains);

    public void Add(StepIndex chain) => W.Vector(VectorOperation.AddSource, chain, s: Weight);

    /// <summary>Joins the chains 8-4-2-1: first registers, then lanes.</summary>
    public void Join()
    {
        for (int half = Chains / 2; half > 0; half /= 2)
        {
            W.Vector(VectorOperation.Add, 0, half, half);
        }

        for (int half = x.G.Lanes / 2; half > 0; half /= 2)
        {
            W.Vector(VectorOperation.FoldAdd, 0, stride: half);
        }
    }

    /// <summary>Loads input elements, and in a register after them a 1 in each lane that the last record has an element in; its number.</summary>
    public int LoadElementsAndTail(int count, Func<int, float> value) => LoadElementsAndLanes(count, value, l => l < Tail ? 1f : 0f);

    /// <summary>Loads input elements, and in a register after them a number for each lane; its number.</summary>
    public int LoadElementsAndLanes(int count, Func<int, float> value, Func<int, float> lane)
    {
        int register = UnitGeometry.Ceiling(count, x.G.Lanes);
        int first = register * x.G.Lanes;
        x.LoadElements(first + x.G.Lanes, e => e < count ? value(e) : e < first ? 0 : lane(e - first));
        return register;
    }

    /// <summary>Sets lanes of a register beyond the channel's elements to 0, by the input register of <see cref="LoadElementsAndTail"/>.</summary>
    public void CutTail(int register, int temporary, int tailInput)
    {
        W.Vector(VectorOperation.LoadInput, temporary, s: tailInput);
        W.Vector(VectorOperation.Keep, register, s: temporary, e: CommandOperands.ElementSource + ((tailInput + 1) * x.G.Lanes) - 1, bit: (int)VectorComparison.Above);
    }

    private void Records(StepIndex line, int count, Action<StepIndex, StepColumn> body) =>
        x.Records(layout.Weights, line, 0, count, Chains, (_, _) => { }, (_, chain, at) => body(chain, at));
}
