import ssl

from shared.trust import certificates


def test_all_clients_of_a_process_believe_the_same() -> None:
    assert certificates() is certificates()


def test_nobody_is_believed_without_a_certificate_for_their_name() -> None:
    trusted = certificates()
    assert trusted.verify_mode is ssl.CERT_REQUIRED
    assert trusted.check_hostname
    assert trusted.get_ca_certs()
