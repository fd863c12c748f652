using System.Net;
using OpenViduMeet.Domain.Webhooks;

namespace OpenViduMeet.Domain.UnitTests.Webhooks;

public sealed class TargetAddressTests
{
    [TestCase("1.1.1.1")]
    [TestCase("9.255.255.255")]
    [TestCase("11.0.0.0")]
    [TestCase("100.63.255.255")]
    [TestCase("100.128.0.0")]
    [TestCase("126.255.255.255")]
    [TestCase("128.0.0.0")]
    [TestCase("169.253.255.255")]
    [TestCase("169.255.0.0")]
    [TestCase("172.15.255.255")]
    [TestCase("172.32.0.0")]
    [TestCase("192.167.255.255")]
    [TestCase("192.169.0.0")]
    [TestCase("198.17.255.255")]
    [TestCase("198.20.0.0")]
    [TestCase("223.255.255.255")]
    [TestCase("2606:4700:4700::1111")]
    [TestCase("2001:4860:4860::8888")]
    [TestCase("2a00:1450:4001:800::200e")]
    [TestCase("::ffff:1.1.1.1", TestName = "public, mapped")]
    [TestCase("64:ff9b::1.1.1.1", TestName = "public, NAT64")]
    [TestCase("2002:101:101::1", TestName = "public, 6to4")]
    public void A_public_address_has_the_public_scope(string address) =>
        Assert.That(ScopeOf(address), Is.EqualTo(TargetScope.Public));

    [TestCase("10.0.0.0")]
    [TestCase("10.255.255.255")]
    [TestCase("100.64.0.0")]
    [TestCase("100.127.255.255")]
    [TestCase("127.0.0.1")]
    [TestCase("127.255.255.255")]
    [TestCase("169.254.0.1")]
    [TestCase("169.254.255.255")]
    [TestCase("172.16.0.0")]
    [TestCase("172.31.255.255")]
    [TestCase("192.168.0.0")]
    [TestCase("192.168.255.255")]
    [TestCase("198.18.0.0")]
    [TestCase("198.19.255.255")]
    [TestCase("::1")]
    [TestCase("fc00::1")]
    [TestCase("fdff:ffff::1")]
    [TestCase("fe80::1")]
    [TestCase("fe80::1%1", TestName = "link-local, with a zone")]
    [TestCase("febf::1")]
    [TestCase("fec0::1")]
    [TestCase("64:ff9b:1::1")]
    [TestCase("::ffff:127.0.0.1")]
    [TestCase("::ffff:10.0.0.1")]
    [TestCase("::ffff:0:127.0.0.1", TestName = "loopback, translated")]
    [TestCase("64:ff9b::127.0.0.1")]
    [TestCase("64:ff9b::c0a8:1")]
    [TestCase("2002:7f00:1::1")]
    [TestCase("2002:c0a8:1::1")]
    public void A_private_address_has_the_private_scope(string address) =>
        Assert.That(ScopeOf(address), Is.EqualTo(TargetScope.Private));

    [TestCase("0.0.0.0")]
    [TestCase("0.1.2.3")]
    [TestCase("169.254.169.254")]
    [TestCase("169.254.170.2")]
    [TestCase("100.100.100.200")]
    [TestCase("192.0.0.192")]
    [TestCase("192.0.2.1")]
    [TestCase("192.88.99.1")]
    [TestCase("198.51.100.1")]
    [TestCase("203.0.113.1")]
    [TestCase("224.0.0.1")]
    [TestCase("239.255.255.255")]
    [TestCase("240.0.0.1")]
    [TestCase("255.255.255.255")]
    [TestCase("::")]
    [TestCase("::127.0.0.1", TestName = "loopback, compatible")]
    [TestCase("::ffff:0.0.0.0")]
    [TestCase("::ffff:169.254.169.254")]
    [TestCase("64:ff9b::169.254.169.254")]
    [TestCase("2002:a9fe:a9fe::1")]
    [TestCase("2001::1", TestName = "Teredo")]
    [TestCase("2001:db8::1")]
    [TestCase("3fff::1")]
    [TestCase("fd00:ec2::254")]
    [TestCase("fd20:ce::254")]
    [TestCase("ff02::1")]
    [TestCase("100::1")]
    [TestCase("4000::1")]
    public void A_special_use_address_has_the_forbidden_scope(string address) =>
        Assert.That(ScopeOf(address), Is.EqualTo(TargetScope.Forbidden));

    private static TargetScope ScopeOf(string address) =>
        TargetAddress.ScopeOf(IPAddress.Parse(address));
}
